"""What the programs ask_*.py share."""


def refuses(call):
    """Whether a framework refuses a call, by one of the errors that say so."""
    try:
        call()
    except (ValueError, TypeError):
        return True
    return False
