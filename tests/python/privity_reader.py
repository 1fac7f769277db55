"""Answers requests from a compiled Privity policy (docs/schema/graph.v2.json). Standard library only.

    python3 privity_reader.py POLICY.json < REQUESTS    one request a line, one answer a line

A request is in numbers, {"asks": [{"all": [[0, 3]]}, {"one": [[0, 1]]}, ...], "implied_destination": true}, one ask per axis,
or in names, {"action": ["share"], "data": ["email_address"], "facts": {"consent": "general"}}.
"""

import json
import sys
from bisect import bisect_left
from functools import cache

MOST_STEPS = 1_000_000
CLASSES = ["deny", "not_applicable", "permit"]


def by_last(pairs, value):
    """The second part of the first pair whose first part is not below the value."""
    return pairs[bisect_left(pairs, value, key=lambda pair: pair[0])][1]


class Policy:
    def __init__(self, document):
        if document["schema_version"] != 2:
            raise ValueError(f"schema version {document['schema_version']} is not known here")
        self.document, self.axes, self.graph = document, document["axes"], document["graph"]
        self.number = {axis["name"]: at for at, axis in enumerate(self.axes)}
        # Many requests ask the same of an axis.
        self.classes, self.recipients = cache(self.classes), cache(self.recipients)

    def decide(self, request):
        """{"class": ..., "duties": [numbers]} or {"needs": [axis numbers]}."""
        if request.get("inconsistent"):
            return {"class": "deny", "duties": []}
        asks = [next(iter(ask.items())) for ask in request["asks"]]
        asks = [(mode, tuple(map(tuple, values))) for mode, values in asks]
        return self.decide_asks(asks, request.get("implied_destination"))

    def decide_asks(self, asks, implied_destination):
        """The same of asks as pairs of "all" or "one" and intervals."""
        query = Query(self)
        try:
            result = self.implied(query, asks) if implied_destination else query.fold(asks)
        except TooIntricate:
            result = 0
        if result >= 3:
            return {"needs": sorted(query.support(result))}
        duties = query.duties if result == 2 else ()
        return {"class": CLASSES[result], "duties": sorted(duties)}

    def classes(self, level, values):
        """The classes of a dimension that some of the values are in, ascending."""
        classes, low = set(), None
        for high, number in self.graph["dimensions"][level]["classes"]:
            if any((low is None or last > low) and first <= high for first, last in values):
                classes.add(number)
            low = high
        return sorted(classes)

    def recipients(self, values):
        """Recipients that stand for all of these, each with the places it sits in, if any. Those that no rule tells apart go together."""
        implied = self.document["implied_destination"]
        dimension = next((d for d in self.graph["dimensions"] if d["axis"] == implied["recipient"]), None)
        groups = {}
        for value in (value for low, high in values for value in range(low, high + 1)):
            sits_in = implied["sits_in"][value] if value < len(implied["sits_in"]) else None
            sits_in = tuple(map(tuple, sits_in)) if sits_in else None
            alike = dimension and by_last(dimension["classes"], value)
            groups.setdefault((alike, sits_in), value)
        return [(value, sits_in) for (_, sits_in), value in groups.items()]

    def implied(self, query, asks):
        """Asks each recipient with all the places it sits in."""
        implied = self.document["implied_destination"]
        recipient, destination = implied["recipient"], implied["destination"]
        mode, values = asks[recipient]
        results = []
        for value, sits_in in self.recipients(values):
            one = list(asks)
            one[recipient] = ("all", ((value, value),))
            if sits_in is not None:
                one[destination] = ("all", sits_in)
            results.append(query.fold(one))
        return query.meet_all(results) if mode == "all" else query.make(-1, recipient, results)

    def read(self, names):
        """Turns a request in names into one in numbers."""
        asks, facts = [], names.get("facts", {})
        for axis in self.axes:
            role, given = axis["role"], None
            if role["is"] == "class" and axis["name"] in names:
                given = [part for name in names[axis["name"]] for part in self.values(role, name)]
            elif role["is"] in ("fact", "element"):
                fact = self.document["facts"][role["fact"]]
                if facts.get(fact["name"], "unknown") != "unknown":
                    value = fact_value(fact, role, facts[fact["name"]])
                    given = [[value, value]]
            if given is None and facts.get(axis["name"]) != "unknown":
                given = axis.get("default")
            known = role["is"] == "class" and given is not None
            asks.append({"all" if known or axis["closed"] else "one": given or [axis["domain"]]})
        return {"asks": asks, "implied_destination": "destination" not in names}

    def values(self, role, name):
        """The values of a node, alias, atom or (undated) group on an axis."""
        if name in ("none", "nobody") and "none" in role:
            return [[role["none"], role["none"]]]
        if not role["kinds"]:
            return [[name, name]]
        offset = 0
        for taxonomy in (t for kind in role["kinds"] for t in self.document["taxonomies"] if t["kind"] == kind):
            target = next((a["target"] for a in taxonomy["aliases"] if a["name"] == name), name)
            found = [node["atoms"] for node in taxonomy["nodes"] if node["name"] == target]
            found += [[[at, at]] for at, atom in enumerate(taxonomy["atoms"]) if atom == target]
            found += [sum((p["atoms"] for p in g["parts"]), []) for g in taxonomy["groups"] if g["name"] == target]
            if found:
                return [[low + offset, high + offset] for low, high in found[0]]
            offset += len(taxonomy["atoms"])
        raise KeyError(name)


def fact_value(fact, role, value):
    if role["is"] == "element":
        known = fact["type"]["elements"]
        named = role.get("element")
        return int(named in value if named is not None else any(v not in known for v in value))
    if "none" in fact and value == fact["none"]["word"]:
        return fact["none"]["value"]
    return fact["type"]["words"].index(value) if "words" in fact["type"] else int(value)


class TooIntricate(Exception):
    """A request for so much at once that it cannot be answered exactly; then the answer is deny."""


class Query:
    """A small graph over the axes of which one value is asked, unknown which. Results 0 to 2 are classes, others are nodes of it."""

    def __init__(self, policy):
        self.policy, self.graph, self.duties = policy, policy.graph, set()
        self.made, self.keys, self.met, self.steps = {}, [None] * 3, {}, 0

    def make(self, level, axis, arms):
        if all(arm == arms[0] for arm in arms):
            return arms[0]
        key = (level, axis, tuple(arms))
        if key not in self.made:
            self.made[key] = len(self.keys)
            self.keys.append(key)
        return self.made[key]

    def meet(self, a, b):
        """The worse of two results, for every completion."""
        if a == b or a == 0 or b == 2:
            return a
        if b == 0 or a == 2:
            return b
        pair = (min(a, b), max(a, b))
        if pair not in self.met:
            level = min(self.keys[x][0] if x >= 3 else len(self.graph["dimensions"]) for x in pair)
            axis = next(self.keys[x][1] for x in pair if x >= 3 and self.keys[x][0] == level)
            split = [self.keys[x][2] if x >= 3 and self.keys[x][0] == level else None for x in pair]
            width = len(next(arms for arms in split if arms))
            self.steps += width
            if self.steps > MOST_STEPS:
                raise TooIntricate
            left, right = (arms or [x] * width for arms, x in zip(split, pair))
            self.met[pair] = self.make(level, axis, [self.meet(l, r) for l, r in zip(left, right)])
        return self.met[pair]

    def meet_all(self, results):
        worst = 2
        for result in results:
            worst = self.meet(worst, result)
        return worst

    def fold(self, asks):
        """What the graph says to these asks: the meet over *all*, a node for each *one* that matters."""
        dimensions, nodes, seen = self.graph["dimensions"], self.graph["nodes"], {}

        def level_of(target):
            return nodes[target]["dimension"] if target >= 0 else len(dimensions)

        def below(target, level, number):
            return by_last(nodes[target]["arms"], number) if level_of(target) == level else target

        def visit(base, transfer):
            """Goes down from both roots abreast; without a permission nobody asks what stands against it."""
            if base < 0 and self.leaf(base)["class"] != "permit":
                return CLASSES.index(self.leaf(base)["class"])
            level = min(level_of(base), level_of(transfer))
            if level == len(dimensions):
                return self.together(base, transfer)
            if (base, transfer) not in seen:
                axis = dimensions[level]["axis"]
                mode, values = asks[axis]
                numbers = self.policy.classes(level, values)
                arms = [visit(below(base, level, number), below(transfer, level, number)) for number in numbers]
                seen[base, transfer] = self.meet_all(arms) if mode == "all" else self.make(level, axis, arms)
            return seen[base, transfer]

        return visit(self.graph["root"], self.graph["transfer"])

    def leaf(self, target):
        return self.graph["leaves"][-1 - target]

    def together(self, base, transfer):
        """What a permission below `root` and a leaf below `transfer` come to."""
        if self.leaf(transfer)["class"] != "permit" or [-1 - base, -1 - transfer] in self.graph["conflicts"]:
            return 0
        for target in (base, transfer):
            self.duties.update(self.leaf(target).get("duties", ()))
        return 2

    def support(self, result):
        axes, seen, todo = set(), set(), [result]
        while todo:
            at = todo.pop()
            if at >= 3 and at not in seen:
                seen.add(at)
                axes.add(self.keys[at][1])
                todo.extend(self.keys[at][2])
        return axes


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        policy = Policy(json.load(file))
    for line in sys.stdin:
        request = json.loads(line)
        answer = policy.decide(request if "asks" in request else policy.read(request))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
