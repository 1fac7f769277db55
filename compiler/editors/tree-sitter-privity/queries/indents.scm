; Clauses stand two columns below their item, and what is in braces two columns below those.

[
  (policy)
  (law)
  (source)
  (section)
  (document)
  (block)
  (group)
  (alias)
  (fact)
  (ambiguity)
  (period)
  (define)
  (deem)
  (supply)
  (assume)
  (rule)
  (inform)
  (switch)
  (promise)
  (finding)
  (assertion)
  (test)
  (waiver)
] @indent.begin

["}" ")"] @indent.branch @indent.end
(ERROR) @indent.auto
