"""Tasks of operators, done in a real browser by mouse, by keyboard alone and at phone width, and counted.

.venv/bin/python -m scripts.operator_tasks [--to FILE]   # docs/operator-tasks.md

hands    how something is pressed, written and chosen, and what is counted
tasks    what is done, step by step, and how it is known to be done
"""
