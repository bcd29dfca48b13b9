"""The tables of projects: their plans, months, lights, quarters, cards and snails (the law §6.4, §6.5). No figures of units."""
