"""Other builders, given the pages of the same data: MkDocs Material, Hugo and Eleventy."""
