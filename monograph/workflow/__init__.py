"""The verbs: the only code that changes workflow state. Each is atomic and writes one audit entry.

Every verb re-reads and locks its guide's row, asks `monograph.permissions`, checks the state and that the caller saw
the latest (`expected`), writes, and records. Refusals are the typed errors of `workflow.errors`.
"""
