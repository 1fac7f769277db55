;;; privity-mode.el --- Editing privacy policies written in Privity  -*- lexical-binding: t -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages
;; URL: https://github.com/privity-lang/privity

;;; Commentary:

;; Colours, comments and indentation for `.privity' files, and the entry that
;; tells eglot to start `privity lsp'.  Findings, repairs, hover, names and
;; formatting come from there: `M-x eglot' in a policy.

;;; Code:

(defvar eglot-server-programs)

(defgroup privity nil
  "Privacy policies as code."
  :group 'languages
  :prefix "privity-")

(defcustom privity-command "privity"
  "The command `privity': a name on `exec-path' or a file."
  :type 'string)

(defcustom privity-indent-offset 2
  "How far a clause stands behind its item."
  :type 'natnum
  :safe #'natnump)

(defconst privity--items
  '("alias" "ambiguity" "assert" "assume" "deem" "default" "define" "document"
    "fact" "finding" "group" "import" "inform" "law" "period" "policy" "promise"
    "rule" "section" "source" "supply" "switch" "test" "waive")
  "Words that begin an item.")

(defconst privity--effects
  '("permit" "forbid" "require" "oblige" "exclude" "grant" "on" "final"
    "never" "always" "some" "whenever")
  "Words that say what a rule or an assertion does.")

(defconst privity--clauses
  '("about" "ask" "before" "because" "by" "cite" "complies" "derived" "except"
    "excludes" "expect" "for" "from" "given" "in" "kind" "means" "member" "must"
    "note" "open" "outside" "overrides" "ranks" "reading" "replaced" "replaces"
    "role" "settled" "shown" "since" "stops" "through" "to" "under" "unless"
    "unresolved" "until" "updated" "version" "when" "within" "without")
  "Words that begin a clause or a part of a node.")

(defconst privity--kinds
  '("action" "channel" "data" "duty" "event" "guard" "party" "place" "purpose"
    "right" "subject")
  "Kinds of nodes.")

(defvar privity-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "w" table)
    table)
  "Syntax of `privity-mode'.")

(defvar privity-font-lock-keywords
  `(("^[ \t]*///\\(?:[^/].*\\)?$" 0 font-lock-doc-face t)
    (,(concat "^[ \t]*\\(" (regexp-opt privity--kinds) "\\)[ \t]*{")
     1 font-lock-keyword-face)
    (,(concat "^[ \t]*\\(" (regexp-opt privity--items) "\\)\\>\\(?:[ \t]+\\([A-Za-z]\\w*\\)\\)?")
     (1 font-lock-keyword-face) (2 font-lock-function-name-face nil t))
    (,(regexp-opt privity--effects 'words) . font-lock-builtin-face)
    (,(regexp-opt privity--clauses 'words) . font-lock-keyword-face)
    (,(regexp-opt '("and" "or" "not" "is" "has" "at least" "at most" "below" "above") 'words)
     . font-lock-keyword-face)
    (,(regexp-opt '("flag" "ordered" "one of" "set of" "number" "duration" "date") 'words)
     . font-lock-type-face)
    (,(regexp-opt '("any" "none" "yes" "no" "unknown" "nothing") 'words)
     . font-lock-constant-face)
    ("\\<[0-9]+\\(?:-[0-9]+-[0-9]+\\)?\\>" . font-lock-constant-face))
  "Colours of `privity-mode'.")

(defconst privity--item-start
  (concat (regexp-opt (append privity--items privity--effects privity--kinds) 'words) "\\|//\\|\\'")
  "What stands at the edge of its braces.")

(defun privity-indent-line ()
  "Put a line where `privity fmt' puts it.
Items stand at the edge of their braces, clauses `privity-indent-offset'
further, and what goes on from the line above two steps behind that line."
  (interactive)
  (let ((column (save-excursion (back-to-indentation) (privity--column))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

(defun privity--column ()
  "The column for the line whose first word point is at."
  (let* ((closes (looking-at-p "[})]"))
         (edge (* privity-indent-offset (max 0 (- (car (syntax-ppss)) (if closes 1 0)))))
         (above (privity--line-above)))
    (cond
     ((or closes (null above)) edge)
     ((or (looking-at-p "\\(?:and\\|or\\|except\\)\\>") (eq (plist-get above :end) ?,))
      (+ (plist-get above :column)
         (if (plist-get above :goes-on) 0 (* 2 privity-indent-offset))))
     ((or (looking-at-p privity--item-start) (privity--among-nodes-p)) edge)
     ;; The clauses that a section shares stand where its items do.
     ((or (eq (plist-get above :end) ?{)
          (and (plist-get above :clause) (= (plist-get above :column) edge)))
      edge)
     (t (+ edge privity-indent-offset)))))

(defun privity--line-above ()
  "What is known of the nearest line above that is not only a comment.
Its :column, its last character as :end, whether it begins with a :clause, and
whether it :goes-on from a line above itself."
  (save-excursion
    (forward-comment (- (point-max)))
    (unless (bobp)
      (let ((end (char-before)))
        (back-to-indentation)
        (list :column (current-column)
              :end end
              :clause (looking-at-p (regexp-opt privity--clauses 'words))
              :goes-on (or (looking-at-p "\\(?:and\\|or\\|except\\)\\>")
                           (save-excursion
                             (forward-comment (- (point-max)))
                             (eq (char-before) ?,))))))))

(defun privity--among-nodes-p ()
  "Whether the innermost brace around point is one of a tree of nodes."
  (let ((open (nth 1 (syntax-ppss))))
    (and open
         (save-excursion
           (goto-char open)
           (beginning-of-line)
           (not (looking-at-p "[ \t]*\\(?:section\\|document\\|law\\)\\>"))))))

;;;###autoload
(define-derived-mode privity-mode prog-mode "Privity"
  "Major mode for privacy policies written in Privity."
  (setq-local comment-start "// ")
  (setq-local comment-start-skip "//+ *")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local fill-column 100)
  (setq-local indent-line-function #'privity-indent-line)
  (setq-local imenu-generic-expression
              '((nil "^[ \t]*\\(?:rule\\|section\\|document\\|switch\\|promise\\|inform\\)[ \t]+\\(\\w+\\)" 1)
                ("Facts" "^[ \t]*\\(?:fact\\|period\\|define\\|ambiguity\\)[ \t]+\\(\\w+\\)" 1)
                ("Tests" "^[ \t]*test[ \t]+\\(\".*\"\\)" 1)))
  (setq font-lock-defaults '(privity-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.privity\\'" . privity-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `(privity-mode . ,(lambda (&rest _) (list privity-command "lsp")))))

(provide 'privity-mode)
;;; privity-mode.el ends here
