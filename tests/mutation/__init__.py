"""Whether the matrices written by hand would notice a change of the law: rows of the tables are changed one by one."""
