; What is coloured how. Where two patterns fit, the later one counts in editors that read them in order.

; ---- Text ----

(comment) @comment
(doc_comment) @comment.documentation
(string) @string
(escape) @string.escape
(number) @number
(date) @string.special
(unit) @number
(code) @constant

; ---- Names ----

(qualifier) @module
(path (identifier) @variable)
(actions (path (identifier) @function))

(node name: (identifier) @type)
(anchor name: (identifier) @label)
(cite (path (identifier) @label))

(policy name: (identifier) @module)
(law name: (identifier) @module)
(import module: (path (identifier) @module))
(source name: (identifier) @module)
(section name: (identifier) @module)
(document name: (identifier) @module)
(replaces name: (identifier) @module)
(complies (path (identifier) @module))
(test law: (path (identifier) @module))
(rank (path (identifier) @module))

(group name: (identifier) @type)
(alias name: (identifier) @type)
(set (path (identifier) @type))
((set (path . (identifier) @constant.builtin)) (#match? @constant.builtin "^none$"))
(derived_from (path (identifier) @type))
(and_derived (path (identifier) @type))
(except (path (identifier) @type))
(lineage (path (identifier) @type))
(node_under (path (identifier) @type))
(sits_in (path (identifier) @type))
(member (path (identifier) @type))
(alias (path (identifier) @type))
(controller (path (identifier) @type))
(replaced (path (identifier) @type))

(rule name: (identifier) @function)
(inform name: (identifier) @function)
(switch name: (identifier) @function)
(promise name: (identifier) @function)
(finding name: (identifier) @function)
(assertion name: (identifier) @function)
(overrides (path (identifier) @function))
(settled (path (identifier) @function))
(expect_by (path (identifier) @function))

(fact name: (identifier) @property)
(period name: (identifier) @property)
(define name: (identifier) @property)
(ambiguity name: (identifier) @property)
((test_of (path . (identifier) @constant.builtin)) (#match? @constant.builtin "^(yes|no|none|unknown)$"))
((list (path . (identifier) @constant.builtin)) (#match? @constant.builtin "^(yes|no|none|unknown)$"))
((fact_default (path . (identifier) @constant.builtin)) (#match? @constant.builtin "^(yes|no|none|unknown)$"))
((supply (path . (identifier) @constant.builtin)) (#match? @constant.builtin "^(yes|no|none|unknown)$"))
(test_of fact: (path (identifier) @property))
(test_of axis: (axis) @variable.builtin)
(default axis: (axis) @variable.builtin)
(supply fact: (path (identifier) @property))
(shown (path (identifier) @property))
(verdict (path (identifier) @property))

(reading name: (identifier) @constant)
(under (path (identifier) @constant))
(fact_type (identifier) @constant)
(parameter_words (identifier) @constant)
(or_none (identifier) @constant)
(roles (identifier) @constant)
(role (identifier) @constant)
(guard_kind (path (identifier) @constant))
(without (path (identifier) @constant))

(duty name: (path (identifier) @function.call))
(through (path (identifier) @type))
(arguments (path (identifier) @constant))
(excludes (path (identifier) @function.call))

; ---- Words of the language ----

[
  "alias" "ambiguity" "assert" "assume" "deem" "default" "define" "document" "fact" "finding" "group" "inform" "law" "period"
  "policy" "promise" "rule" "section" "supply" "switch" "test" "waive"
] @keyword

(source "source" @keyword)
(vocabulary kind: (kind) @keyword)
(this "this" @keyword)
(this (kind) @variable.builtin)

"import" @keyword.import

["permit" "forbid" "exclude" "require" "oblige" "grant" "on" "final"] @keyword.modifier
(claim) @keyword.modifier

[
  "about" "above" "all" "area" "as" "ask" "asserted" "because" "before" "below" "beside" "between" "by" "cite" "complies"
  "counts" "deny" "derived" "diff" "digest" "every" "except" "excludes" "expect" "file" "for" "from" "given" "in"
  "kind" "least" "means" "member" "most" "must" "needs" "note" "nothing" "of" "once" "one" "outside" "overrides" "paragraph"
  "ranks" "reading" "replaced" "replaces" "role" "sentence" "sentences" "settled" "shown" "since" "stops" "this" "through"
  "to" "under" "unless" "unresolved" "until" "updated" "version" "when" "whenever" "within" "without"
] @keyword
(open) @keyword
(closed) @keyword
(at_once) @keyword
(as_home "home" @keyword)

["and" "or" "not" "is" "has" "at"] @keyword.operator
(comparison) @keyword.operator
(placed) @keyword.operator

["flag" "duration" "ordered" "set" "number" "asserted" "unstated"] @type.builtin
(fact_type "date" @type.builtin)
(fact_type (kind) @type.builtin)
(parameter (kind) @type.builtin)

(any) @constant.builtin
"any" @constant.builtin
(verdict "permit" @constant.builtin)
(verdict "deny" @constant.builtin)
(verdict "not" @constant.builtin)
(verdict "applicable" @constant.builtin)

["{" "}" "(" ")"] @punctuation.bracket
"," @punctuation.delimiter
