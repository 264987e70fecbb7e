"""`python -m mobile`: the tablet app, shown in a browser."""

from mobile.main import main

main()
