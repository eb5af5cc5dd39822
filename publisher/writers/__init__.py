"""Writers: each turns a `Publication` into the bytes or the text of one format."""
