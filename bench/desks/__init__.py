"""The desks measured against Wagtail: ``make bench-desks``.

Also ``python -m bench.desks``. Both products run in one interleaved run.

Both products have the same guide: 16 sections, some 40 KB of HTML. Each runs in a process of its own virtual
environment, behind Django's test client, on a scratch database of its own that is dropped in the end. One request to a
process is one measurement, and the two are asked in turn, so that whatever else the machine does meets both.

* `text`: the guide.
* `worker`: what a process of either product answers. `ours` and `bench.wagtail.desks` are the two.
* `machine`: the scratch databases, the processes.
* `plan`: what is measured, in which order.
* `report`: the figures beside their targets.
"""
