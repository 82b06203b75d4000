"""Before a vault is open: create, unlock, recover."""
