"""The checklists that ship with Floorwalk, one TOML file each."""
