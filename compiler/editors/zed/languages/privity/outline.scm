(policy "policy" @context name: (identifier) @name) @item
(law "law" @context name: (identifier) @name) @item
(section "section" @context name: (identifier) @name) @item
(document "document" @context name: (identifier) @name) @item
(rule "rule" @context name: (identifier) @name) @item
(fact "fact" @context name: (identifier) @name) @item
(define "define" @context name: (identifier) @name) @item
(period "period" @context name: (identifier) @name) @item
(switch "switch" @context name: (identifier) @name) @item
(promise "promise" @context name: (identifier) @name) @item
(test "test" @context title: (string) @name) @item
(assertion "assert" @context name: (identifier) @name) @item
(vocabulary kind: (kind) @name) @item
(node name: (identifier) @name) @item
