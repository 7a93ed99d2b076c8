"""The desks measured against Wagtail: ``make bench-desks``.

Also ``python -m bench.desks``.

Both products have the same guide: 16 sections, some 40 KB of HTML. Each runs in a process of its own virtual
environment, behind Django's test client, on a scratch database of its own (`bench.products`). One request to a process
is one measurement. The products take turns, so that other work of the machine affects both.

* `sample_guide`: the guide.
* `worker`: what a process of either product answers; `monograph_desks` and `bench.wagtail.desks` are the two.
* `plan`: what is measured, in which order.
* `report`: the figures beside their targets.
"""
