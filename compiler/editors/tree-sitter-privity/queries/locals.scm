; Where names are declared and used. All names of a program are known in all of it.

(file) @local.scope

(node name: (identifier) @local.definition.type)
(group name: (identifier) @local.definition.type)
(alias name: (identifier) @local.definition.type)
(fact name: (identifier) @local.definition.var)
(period name: (identifier) @local.definition.var)
(define name: (identifier) @local.definition.var)
(ambiguity name: (identifier) @local.definition.var)
(rule name: (identifier) @local.definition.function)
(inform name: (identifier) @local.definition.function)
(switch name: (identifier) @local.definition.function)
(promise name: (identifier) @local.definition.function)
(section name: (identifier) @local.definition.namespace)
(document name: (identifier) @local.definition.namespace)
(anchor name: (identifier) @local.definition.constant)

(path (identifier) @local.reference)
