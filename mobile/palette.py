"""The colours of the three looks: indoors, in dark rooms and in sunlight."""

from typing import Final

# Role of the colour scheme: its colour in light, dark and sunlight. A test computes the contrasts we rely on.
PALETTE: Final[dict[str, tuple[str, str, str]]] = {
    # Structure: deep teal.
    "primary": ("#0A5A63", "#7FD0D6", "#003D45"),
    "on_primary": ("#FFFFFF", "#00363B", "#FFFFFF"),
    "primary_container": ("#CFE8EA", "#114B51", "#D3F0F2"),
    "on_primary_container": ("#06363C", "#CBEDEF", "#00262B"),
    "secondary": ("#43585B", "#B4C8CA", "#223335"),
    "on_secondary": ("#FFFFFF", "#1F3234", "#FFFFFF"),
    "secondary_container": ("#DAE7E8", "#2F4447", "#D3F0F2"),
    "on_secondary_container": ("#1A2F32", "#D6E5E6", "#00262B"),
    # Worth sharing: rose, a warm colour that no safety sign uses, so it can't be read as a warning.
    "tertiary": ("#9B1C69", "#FFA9D6", "#760A4C"),
    "on_tertiary": ("#FFFFFF", "#570A3B", "#FFFFFF"),
    "tertiary_container": ("#FCDDEF", "#611E48", "#FFE1F1"),
    "on_tertiary_container": ("#6E0F49", "#FFD9EC", "#560536"),
    # Major, and what can't be undone: red.
    "error": ("#B0171C", "#FFB3AE", "#8A0A0F"),
    "on_error": ("#FFFFFF", "#5F0B0E", "#FFFFFF"),
    "error_container": ("#FBE0DD", "#6E1D1E", "#FFE5E2"),
    "on_error_container": ("#7D0E12", "#FFDAD7", "#640508"),
    # Conforms: a quiet sea green.
    "primary_fixed": ("#DCECE6", "#1E3A34", "#DDF1EA"),
    "on_primary_fixed": ("#143F36", "#CFE8E0", "#052B23"),
    "primary_fixed_dim": ("#2E6A5D", "#8FC7B7", "#0C4438"),
    "on_primary_fixed_variant": ("#FFFFFF", "#0B2F27", "#FFFFFF"),
    # Needs attention: amber.
    "secondary_fixed": ("#FFE9BD", "#493510", "#FFEBB8"),
    "on_secondary_fixed": ("#583800", "#FFDF9F", "#3A2400"),
    "secondary_fixed_dim": ("#8A5A00", "#F0B95A", "#5E3C00"),
    "on_secondary_fixed_variant": ("#FFFFFF", "#3A2500", "#FFFFFF"),
    # Grounds, from the page to what lies on it. `surface_bright` is a card.
    "surface": ("#F3F6F6", "#0E1516", "#FFFFFF"),
    "surface_dim": ("#DAE2E2", "#0A1011", "#F0F3F3"),
    "surface_bright": ("#FFFFFF", "#192324", "#FFFFFF"),
    "surface_container_lowest": ("#FFFFFF", "#0A1011", "#FFFFFF"),
    "surface_container_low": ("#FBFCFC", "#151E1F", "#FFFFFF"),
    "surface_container": ("#EDF2F2", "#1A2425", "#F4F7F7"),
    "surface_container_high": ("#E7EDED", "#222D2F", "#EEF2F2"),
    "surface_container_highest": ("#DFE7E8", "#2B3739", "#E6ECEC"),
    "on_surface": ("#14201F", "#E4EBEB", "#000000"),
    "on_surface_variant": ("#455659", "#B3C1C3", "#243032"),
    "outline": ("#6A7B7E", "#87979A", "#3A4749"),
    "outline_variant": ("#C9D4D5", "#3A484B", "#7A8789"),
    "inverse_surface": ("#22302F", "#E4EBEB", "#000000"),
    "on_inverse_surface": ("#F1F5F5", "#1A2425", "#FFFFFF"),
    "inverse_primary": ("#7FD0D6", "#0A5A63", "#A5E6EB"),
    "shadow": ("#000000", "#000000", "#000000"),
    "scrim": ("#000000", "#000000", "#000000"),
    # Material tints raised surfaces with this; ours are told apart by ground and line instead.
    "surface_tint": ("#00000000", "#00000000", "#00000000"),
}
