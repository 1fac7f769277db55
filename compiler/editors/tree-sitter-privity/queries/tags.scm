; What an outline of a file lists.

(policy name: (identifier) @name) @definition.module
(law name: (identifier) @name) @definition.module
(section name: (identifier) @name) @definition.module
(document name: (identifier) @name) @definition.module
(source name: (identifier) @name) @definition.module
(node name: (identifier) @name) @definition.type
(group name: (identifier) @name) @definition.type
(alias name: (identifier) @name) @definition.type
(fact name: (identifier) @name) @definition.constant
(period name: (identifier) @name) @definition.constant
(define name: (identifier) @name) @definition.constant
(ambiguity name: (identifier) @name) @definition.constant
(rule name: (identifier) @name) @definition.function
(inform name: (identifier) @name) @definition.function
(switch name: (identifier) @name) @definition.function
(promise name: (identifier) @name) @definition.function
(finding name: (identifier) @name) @definition.function
(assertion name: (identifier) @name) @definition.function

(path (identifier) @name) @reference.type
