"""What people see of the central record: pages, and nothing a page does not need."""

from sync_server.web.site import mount_static, router

__all__ = ["mount_static", "router"]
