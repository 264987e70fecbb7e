"""What tablets talk to: one module per message, JSON in and out, every refusal a numbered `Problem`."""
