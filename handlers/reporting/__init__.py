"""What somebody brings in and follows by a query code: the matter itself, the road between them and the office, and their own side.

How it is told stands in `handlers/conversation/`: it is the form of the matter's first move.
"""
