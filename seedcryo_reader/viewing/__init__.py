"""What a viewport is, without a toolkit: plane, slice, zoom, window, hanging, linking, and the measuring tools."""
