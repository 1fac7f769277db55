"""Answers batches of requests to compiled Privity policies, for the tests that compare the engines.

    python3 answer_batches.py POLICY.json ...

A batch is a line with the number of a policy and how many requests follow, and a line each: `given` or `implied` and a word an axis,
`a` (all) or `o` (one of) with intervals, as in `given a0:3 o1:1,4:5`; or `contradictory`. The answer is a line for each.
"""

import json
import sys
from functools import cache

from privity_reader import Policy


@cache
def ask(word):
    intervals = (part.split(":") for part in word[1:].split(","))
    return "all" if word[0] == "a" else "one", tuple((int(low), int(high)) for low, high in intervals)


def answer(policy, line):
    words = line.split()
    if words == ["contradictory"]:
        return "deny"
    found = policy.decide_asks([ask(word) for word in words[1:]], words[0] == "implied")
    word, numbers = ("needs", found["needs"]) if "needs" in found else (found["class"], found["duties"])
    return f"{word} {','.join(map(str, numbers))}"


def main():
    policies = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            policies.append(Policy(json.load(file)))
    for header in sys.stdin:
        policy, count = map(int, header.split())
        answers = [answer(policies[policy], sys.stdin.readline()) for _ in range(count)]
        print("\n".join(answers), flush=True)


if __name__ == "__main__":
    main()
