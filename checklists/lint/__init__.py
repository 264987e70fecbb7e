"""Reads a finished checklist as its users will, and remarks on what makes walks long, closed or unkind.

What a checklist must have is the format's business (`checklists.files.catalog`); what makes it a good one is
said here, as advice: each rule has a name, a page with its reason, and can be switched off with a reason.
"""
