"""The verbs: the only code that changes workflow state.

Each is atomic and writes one audit entry. Every verb re-reads and locks its guide's row, checks
`monograph.permissions`, the state, and that the caller saw the latest (`expected`). It then writes and records.
Refusals are the errors of `monograph.errors`.
"""
