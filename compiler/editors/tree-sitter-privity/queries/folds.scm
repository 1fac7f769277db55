; What may be folded.

[
  (vocabulary)
  (block)
  (source)
  (section)
  (document)
  (law)
  (rule)
  (test)
  (assertion)
  (switch)
  (promise)
  (inform)
  (ambiguity)
  (finding)
  (fact)
  (group)
  (policy)
] @fold

((doc_comment)+ @fold)
