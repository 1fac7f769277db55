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

(require 'seq)
(require 'subr-x)

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

;;; Words

(eval-and-compile
  (defconst privity--kinds
    '("action" "channel" "data" "duty" "event" "guard" "party" "place" "purpose"
      "right" "subject")
    "Kinds of nodes.")

  (defconst privity--axes
    '("action" "actor" "data" "date" "destination" "home" "origin" "purpose"
      "recipient" "source" "subject")
    "What a request is asked about.")

  (defconst privity--items
    '("alias" "assert" "assume" "deem" "define" "fact" "group" "import" "inform"
      "period" "policy" "rule" "section" "supply" "test")
    "Reserved words that begin an item.")

  (defconst privity--named-items
    '("ambiguity" "document" "finding" "law" "promise" "source" "switch")
    "Words that begin an item where a name follows.")

  (defconst privity--effects
    '("permit" "forbid" "require" "oblige" "exclude" "grant" "on" "final")
    "Reserved words that say what a rule does.")

  (defconst privity--clauses
    '("about" "as" "by" "cite" "derived" "excludes" "except" "for" "from" "given"
      "expect" "in" "kind" "means" "must" "note" "open" "outside" "overrides"
      "replaced" "role" "shown" "since" "to" "under" "unless" "until" "when"
      "without")
    "Reserved words that begin a clause or a part of a node, or join names.")

  (defconst privity--operators
    '("above" "and" "at" "before" "below" "has" "is" "not" "or" "whenever")
    "Reserved words between names.")

  (defconst privity--reserved
    (append privity--items privity--effects privity--clauses privity--operators
            '("any" "default" "source"))
    "Words that nothing can be called.")

  (defconst privity--parts
    '(("version" "policy" "law") ("updated" "policy") ("replaces" "policy")
      ("complies" "policy") ("paragraph" "source") ("sentence" "source")
      ("sentences" "source") ("digest" "source") ("ranks" "document")
      ("beside" "document") ("member" "group") ("unresolved" "group" "alias")
      ("asserted" "fact") ("between" "fact") ("closed" "fact") ("law" "fact" "period")
      ("diff" "fact") ("unstated" "period") ("reading" "ambiguity")
      ("settled" "finding") ("stops" "switch") ("counts" "assume") ("ask" "test")
      ("because" "waive") ("through") ("within") ("every"))
    "Words that are names outside of the items behind them.
Those behind which nothing stands belong to duties, and to switches."))

(defconst privity--name "[A-Za-z]\\(?:\\sw\\|\\s_\\)*")

(defconst privity--item-start
  (concat "\\(?:" (regexp-opt (append privity--items privity--effects) 'symbols) "[^.]"
          "\\|" (regexp-opt privity--kinds 'symbols) "[ \t]*{"
          "\\|" (regexp-opt privity--named-items 'symbols) "[ \t]+[A-Za-z]"
          "\\|default[ \t]+" (regexp-opt privity--axes) "[ \t]+is\\_>"
          "\\|waive[ \t]+[Pp][0-9]\\)")
  "What begins an item at the beginning of a line.")

(defconst privity--clause-start
  (concat "\\(?:" (regexp-opt (append (remove "as" privity--clauses)
                                      (mapcar #'car privity--parts))
                              'symbols)
          "\\|default[ \t]+\\(?:permit\\|deny\\)\\_>\\)")
  "What begins a clause at the beginning of a line.")

(defconst privity--block-start
  (concat (regexp-opt (cons "source" privity--kinds) 'symbols) "[^.]")
  "What begins a block of nodes or anchors.")

(defconst privity--node-parts
  (concat "\\(?:" (regexp-opt '("open" "under" "derived" "role" "in" "as" "excludes" "shown"
                                "replaced" "means" "cite" "until")
                              'symbols)
          "\\|because[ \t]*\"\\)")
  "What begins a line that goes on with a node.")

(defconst privity--targets
  (concat "\\(?:final[ \t]+\\)?"
          (regexp-opt '("permit" "forbid" "exclude" "require" "oblige" "stops" "ask" "assert")
                      'symbols))
  "What begins a clause with actions and data.")

(defconst privity--goes-on "\\_<\\(?:and\\|or\\|except\\|before\\|whenever\\)\\_>"
  "What a line begins with that goes on from the line above, whatever stands there.")

;;; Syntax

(defvar privity-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "w" table)
    table)
  "Syntax of `privity-mode'.")

(defun privity--syntax-propertize (start end)
  "Let texts between START and END that are not closed end with their lines."
  (goto-char start)
  (while (re-search-forward
          "//\\|\\(\"\\)\\(?:\\\\[^\n]\\|[^\"\\\\\n]\\)*\\(?:\"\\|\\\\?\\(\n\\)\\)" end t)
    (cond
     ((not (match-beginning 1)) (end-of-line))
     ((match-beginning 2)
      (dolist (group '(1 2))
        (put-text-property (match-beginning group) (match-end group)
                           'syntax-table (string-to-syntax "|")))))))

;;; Places

(defun privity--braces ()
  "Where the braces are that are open at point, the outermost first."
  (seq-filter (lambda (at) (eq (char-after at) ?{)) (nth 9 (syntax-ppss))))

(defun privity--among-nodes-p (braces)
  "Whether the outermost of BRACES is one of a tree of nodes, or of anchors."
  (and braces
       (save-excursion
         (goto-char (car braces))
         (back-to-indentation)
         (looking-at-p privity--block-start))))

(defun privity--previous-code ()
  "Go to the end of what stands before point, over blanks and comments.
Return whether there is something."
  (forward-comment (- (point-max)))
  (not (bobp)))

(defun privity--line-above ()
  "Go to the first word of the line above, comments left out, if there is one."
  (when (privity--previous-code)
    (back-to-indentation)
    t))

(defun privity--item ()
  "The word that begins the item around point, or nil at the edge of its braces."
  (save-excursion
    (let ((open (car (last (privity--braces)))) (item nil) (go t))
      (end-of-line)
      (while (and go (not item))
        (back-to-indentation)
        (cond
         ((and open (<= (point) open)) (setq go nil))
         ((looking-at privity--item-start)
          (setq item (if (looking-at "[a-z]+") (match-string-no-properties 0))))
         ((not (privity--line-above)) (setq go nil))))
      item)))

;;; Indentation

(defun privity-indent-line ()
  "Put a line where `privity fmt' puts it.
Items stand at the edge of their braces, clauses `privity-indent-offset'
further, and what goes on from the line above two steps behind its clause, or
more if brackets or lists are open."
  (interactive)
  (let* ((case-fold-search nil)
         (column (save-excursion (back-to-indentation) (privity--column))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

(defun privity--column ()
  "The column for the line whose first word point is at."
  (if (looking-at-p "//")
      (privity--comment-column)
    (let* ((braces (privity--braces))
           (edge (* privity-indent-offset (length braces)))
           (clause (+ edge privity-indent-offset)))
      (cond
       ((looking-at-p "}") (max 0 (- edge privity-indent-offset)))
       ((looking-at-p "{") edge)
       ((privity--goes-on-p) (privity--wrapped-column))
       ((privity--among-nodes-p braces)
        (if (looking-at-p privity--node-parts) clause edge))
       ((looking-at-p privity--item-start) edge)
       ((eolp) (if (privity--clause-expected-p) clause edge))
       ((privity--behind-item-p) clause)
       (t edge)))))

(defun privity--behind-item-p ()
  "Whether an item stands between point and the brace around it.
The clauses that a section shares stand where its items do."
  (save-excursion
    (let ((open (car (last (privity--braces)))))
      (and (privity--line-above)
           (or (null open)
               (progn (end-of-line)
                      (and (> (point) open)
                           (privity--item-above-p open))))))))

(defun privity--item-above-p (open)
  "Whether an item begins between OPEN, a brace, and point."
  (save-excursion
    (let ((found nil) (go t))
      (while (and go (not found))
        (back-to-indentation)
        (cond
         ((<= (point) open) (setq go nil))
         ((looking-at-p privity--item-start) (setq found t))
         ((not (privity--line-above)) (setq go nil))))
      found)))

(defun privity--clause-expected-p ()
  "Whether a clause is what may come in the empty line at point."
  (save-excursion
    (and (zerop (forward-line -1))
         (progn (back-to-indentation) t)
         (not (looking-at-p
               (concat "$\\|//\\|import\\_>\\|waive\\_>\\|default\\_>"
                       "\\|rule[ \t]+" privity--name "[ \t]*$")))
         (progn (end-of-line)
                (privity--previous-code)
                (not (memq (char-before) '(?{ ?}))))
         (or (privity--behind-item-p)
             (progn (back-to-indentation) (looking-at-p privity--item-start))))))

(defun privity--comment-column ()
  "The column for a comment that has its line for itself.
It stands like what stands below it, unless it was written as a part of what
stands above."
  (let* ((column (current-column))
         (own (save-excursion
                (forward-comment (point-max))
                (if (eobp) 0
                  (if (looking-at-p "}")
                      (* privity-indent-offset (length (privity--braces)))
                    (privity--column)))))
         (above (save-excursion
                  (and (privity--previous-code)
                       (not (memq (char-before) '(?{ ?})))
                       (privity--clause-column)))))
    (cond
     ((looking-at-p "///\\(?:[^/]\\|$\\)") own)
     ((null above) own)
     ((and (> above own) (>= column above)) above)
     ((and (>= above own) (> column above)) (+ above privity-indent-offset))
     (t own))))

(defun privity--goes-on-p ()
  "Whether the line whose first word point is at goes on from the line above."
  (or (privity--surely-goes-on-p)
      (and (looking-at-p "through\\_>") (not (privity--own-through-p)))
      (privity--data-p)))

(defun privity--surely-goes-on-p ()
  "Whether the line at point goes on from the line above, whatever that says."
  (or (looking-at-p privity--goes-on)
      (save-excursion (and (privity--previous-code) (eq (char-before) ?,)))
      (when-let ((open (nth 1 (syntax-ppss)))) (eq (char-after open) ?\())))

(defun privity--own-through-p ()
  "Whether `through' at point is a clause of a switch rather than of a duty."
  (save-excursion
    (and (privity--line-above)
         (progn (while (and (privity--surely-goes-on-p) (privity--line-above)))
                (not (looking-at-p "must\\_>")))
         (equal (privity--item) "switch"))))

(defun privity--data-p ()
  "Whether the line at point begins with the data behind several actions."
  (and (looking-at-p privity--name)
       (not (looking-at-p privity--item-start))
       (not (looking-at-p privity--clause-start))
       (not (privity--among-nodes-p (privity--braces)))
       (save-excursion
         (when (privity--line-above)
           (let ((end (line-end-position)))
             (while (and (privity--surely-goes-on-p) (privity--line-above)))
             (and (looking-at-p privity--targets)
                  (search-forward "," end t)))))))

(defun privity--to-clause ()
  "Go from the first word of a line to that of the line its clause begins in."
  (while (and (privity--goes-on-p) (privity--line-above))))

(defun privity--clause-column ()
  "The column of the clause that the line of point belongs to."
  (save-excursion
    (back-to-indentation)
    (privity--to-clause)
    (current-column)))

(defun privity--wrapped-column ()
  "The column for a line that goes on from the line above."
  (let ((here (point)))
    (save-excursion
      (privity--line-above)
      (privity--to-clause)
      (+ (current-column)
         (* privity-indent-offset (+ 2 (privity--depth (point) here)))))))

(defun privity--depth (start here)
  "How many brackets and lists are open at HERE, in the clause at START."
  (save-excursion
    (goto-char start)
    (let ((brackets 0) (channels 0) (introduced 0) (actions nil) (several nil) (was-name nil)
          (require (looking-at-p "require\\_>")))
      (while (progn (forward-comment (point-max)) (< (point) here))
        (cond
         ((looking-at "(") (setq brackets (1+ brackets)))
         ((looking-at ")") (setq brackets (1- brackets)))
         ((looking-at "\"\\(?:\\\\.\\|[^\"\\\\\n]\\)*\"?"))
         ((looking-at "through\\_>") (setq channels 1))
         ((looking-at "\\(?:at\\|within\\|every\\)\\_>") (setq channels 0))
         ((looking-at (if require "before\\_>" "whenever\\_>"))
          (setq channels 0 introduced 1 actions t was-name nil))
         ((looking-at "\\(?:permit\\|forbid\\|exclude\\|stops\\|ask\\|never\\|always\\|some\\)\\_>")
          (setq actions t was-name nil))
         ((looking-at (concat privity--name "\\(?:\\.\\w+\\)*"))
          (when was-name (setq actions nil))
          (setq was-name t))
         ((looking-at ",") (setq channels 0 was-name nil several (or several actions)))
         ((looking-at ".")))
        (goto-char (match-end 0)))
      (+ brackets introduced
         ;; Behind several actions the data begin at the edge, and go on deeper.
         (if (and several (not (and actions was-name))) 1 0)
         (if (looking-at-p "or\\_>") channels 0)))))

;;; Colours

(defun privity--dotted-p ()
  "Whether the word just matched is a part of a name with dots."
  (or (eq (char-before (match-beginning 0)) ?.)
      (and (eq (char-after (match-end 0)) ?.)
           (looking-at-p "\\.[A-Za-z]"))))

(defconst privity--asking
  (seq-difference privity--reserved
                  '("any" "open" "default" "derived" "at" "final" "note" "means" "since" "until"))
  "Reserved words behind which a name has to stand.")

(defun privity--asked-for-p ()
  "Whether what stands before point asks for a name.
That is a comma, a bracket, or a word behind which a name has to stand."
  (save-excursion
    (forward-comment (- (point-max)))
    (or (memq (char-before) '(?, ?\())
        (and (looking-back (concat "\\_<" privity--name) (line-beginning-position) t)
             (let ((word (match-string-no-properties 0)))
               (and (not (eq (char-before (match-beginning 0)) ?.))
                    (or (member word privity--asking)
                        (and (member word '("through" "within" "every" "stops" "member" "reading"
                                            "complies" "replaces" "ask" "needs"))
                             (progn (goto-char (match-beginning 0))
                                    (not (privity--asked-for-p)))))))))))

(defconst privity--before-manner
  (concat "^[ \t]*" privity--item-start "\\|"
          (regexp-opt (seq-difference (append privity--clauses privity--operators)
                                      '("as" "at" "before" "or"))
                      'symbols)
          "\\|\\_<\\(?:oblige\\|assume\\)\\_>")
  "Words the last of which tells whether what follows is said of a duty.")

(defun privity--of-duty-p ()
  "Whether what stands before point is a duty, or a switch says it of itself."
  (save-excursion
    (let ((item (privity--item)))
      (or (and (re-search-backward
                privity--before-manner
                nil t)
               (looking-at-p "[ \t]*\\(?:must\\|oblige\\|assume\\)\\_>"))
          (equal item "switch")))))

(defun privity--part-p ()
  "Whether the word just matched is one of `privity--parts' in its item."
  (let* ((word (match-string-no-properties 0))
         (items (cdr (assoc word privity--parts))))
    (and (not (privity--dotted-p))
         (save-excursion
           (goto-char (match-beginning 0))
           (save-match-data
             (let* ((braces (privity--braces)) (nodes (privity--among-nodes-p braces)))
               (cond
                ((equal word "because") (looking-at-p "because[ \t]*\\(?:\"\\|$\\)"))
                ((equal word "digest")
                 (and nodes (looking-at-p "digest[ \t]+\"") (looking-back "[0-9][ \t]+" (line-beginning-position))))
                ((equal items '("source")) (and nodes (looking-at-p "\\w+[ \t]+[0-9]")))
                (nodes nil)
                ((member word '("law" "diff"))
                 (and (looking-back "\\_<from[ \t]+" (line-beginning-position))
                      (member (privity--item) items)))
                ((equal word "ranks") (looking-at-p "ranks[ \t]+\\(?:above\\|below\\|beside\\)\\_>"))
                ((equal word "beside") (looking-back "\\_<ranks[ \t]+" (line-beginning-position)))
                ((equal word "counts") (looking-at-p "counts[ \t]+as\\_>"))
                ((member word '("asserted" "unstated"))
                 (and (looking-back "\\_<is[ \t]+" (line-beginning-position))
                      (member (privity--item) items)))
                ((privity--asked-for-p) nil)
                (items (member (privity--item) items))
                (t (privity--of-duty-p)))))))))

(defun privity--search (expression limit holds)
  "Search for EXPRESSION up to LIMIT where HOLDS gives something.
What stands in comments and texts is passed over."
  (let ((found nil) (case-fold-search nil))
    (while (and (not found) (re-search-forward expression limit t))
      ;; Both move point.
      (setq found (save-excursion
                    (save-match-data
                      (and (not (nth 8 (syntax-ppss (match-beginning 0))))
                           (funcall holds))))))
    found))

(defun privity--among-nodes-here-p ()
  "Whether the word just matched stands among nodes."
  (save-excursion (goto-char (match-beginning 0)) (privity--among-nodes-p (privity--braces))))

(defun privity--matcher (words &optional outside)
  "A matcher for font lock that finds WORDS, not in names with dots.
If OUTSIDE is given, not among nodes either."
  (let ((expression (regexp-opt words 'symbols)))
    (lambda (limit)
      (privity--search expression limit
                       (lambda () (not (or (privity--dotted-p)
                                           (and outside (privity--among-nodes-here-p)))))))))

(defun privity--match-part (limit)
  "Find one of `privity--parts' up to LIMIT."
  (privity--search (regexp-opt (mapcar #'car privity--parts) 'symbols) limit #'privity--part-p))

(defun privity--match-parameter (limit)
  "Find a type of a parameter up to LIMIT."
  (privity--search (concat "\\(?:(\\|,\\)[ \t]*\\(" (regexp-opt privity--kinds) "\\|ordered\\|one of"
                           "\\|duration at \\(?:least\\|most\\)\\)\\_>")
                   limit
                   (lambda ()
                     (save-excursion
                       (goto-char (match-beginning 1))
                       (let ((open (nth 1 (syntax-ppss))))
                         (and open (eq (char-after open) ?\()
                              (privity--among-nodes-p (privity--braces))
                              ;; Among the words of a parameter a kind is a word.
                              (or (not (member (match-string 1) privity--kinds))
                                  (not (save-excursion
                                         (re-search-backward "\\_<\\(?:ordered\\|one of\\)\\_>" open t))))))))))

(defvar privity-font-lock-keywords
  (let ((blank "[ \t\n]+") (name (concat "\\(" privity--name "\\)")))
    `(("^[ \t]*///\\(?:[^/].*\\)?$" 0 font-lock-doc-face t)
      (,(concat "^[ \t]*\\(" (regexp-opt privity--kinds) "\\)[ \t]*{")
       1 font-lock-keyword-face)
      (,(concat "^[ \t]*\\(import\\)[ \t]+\\(" privity--name "\\(?:\\." privity--name "\\)*\\)")
       (1 font-lock-keyword-face) (2 font-lock-constant-face))
      (,(concat "^[ \t]*\\(default\\)[ \t]+" (regexp-opt privity--axes t) "[ \t]+is\\_>")
       (1 font-lock-keyword-face) (2 font-lock-variable-name-face))
      (,(concat "\\_<\\(default\\)[ \t]+\\(permit\\|deny\\)\\_>")
       (1 font-lock-keyword-face) (2 font-lock-constant-face))
      (,(concat "\\_<\\(expect\\)" blank "\\(permit\\|deny\\|not applicable\\)\\_>")
       (1 font-lock-keyword-face) (2 font-lock-constant-face))
      (,(concat "\\_<\\(expect\\)" blank "\\(needs\\)\\_>")
       (1 font-lock-keyword-face) (2 font-lock-keyword-face))
      ;; A word that begins an item, and what the item is called.
      (,(lambda (limit)
          (privity--search (concat "^[ \t]*\\(" (regexp-opt (append privity--items privity--named-items))
                                   "\\)[ \t]+\\(" privity--name "\\)")
                           limit
                           (lambda ()
                             (and (not (privity--among-nodes-here-p))
                                  (or (member (match-string 1) privity--items)
                                      (not (member (match-string 2) privity--reserved)))))))
       (1 font-lock-keyword-face)
       (2 (unless (or (member (match-string 2) privity--reserved)
                      (member (match-string 1) '("assume" "deem" "supply" "test"))
                      (member (match-string 2) '("never" "always" "some")))
            'font-lock-function-name-face)))
      (,(concat "\\_<assert" blank "\\(?:" privity--name blank "\\)?\\(never\\|always\\|some\\|whenever\\)\\_>")
       1 font-lock-builtin-face)
      ;; The type of a fact.
      (,(concat "^[ \t]*fact" blank name blank "is" blank "\\(?:asserted" blank "\\)?"
                "\\(flag\\|ordered\\|one of\\|set of\\|number\\|duration\\|date\\)\\_>"
                "\\(?:[ \t]+\\(of\\)\\_>\\)?")
       (2 font-lock-type-face) (3 font-lock-type-face nil t))
      (,(concat "\\_<is[ \t]+set of[ \t]+" (regexp-opt privity--kinds t) "\\_>") 1 font-lock-type-face)
      (privity--match-parameter 1 font-lock-type-face)
      ("\\_<\\(?:[0-9]+\\|number of\\)[ \t]+\\(\\(?:hour\\|day\\|week\\|month\\|year\\)s?\\)\\_>"
       1 font-lock-type-face)
      (,(concat "\\_<\\(waive\\)[ \t]+\\([Pp][0-9]\\w*\\(?:,[ \t]*[Pp][0-9]\\w*\\)*\\)"
                "\\(?:[ \t]+in[ \t]+\\(this[ \t]+file\\)\\)?")
       (1 font-lock-keyword-face) (2 font-lock-constant-face) (3 font-lock-keyword-face nil t))
      ;; What a request is asked about.
      (,(concat "\\(?:^\\|[^.]\\)\\_<" (regexp-opt privity--axes t) "[ \t]+\\(?:is\\|has\\|in\\|outside\\|at\\|below\\|above\\)\\_>")
       1 font-lock-variable-name-face)
      (,(concat "\\_<\\(this\\)[ \t]+" (regexp-opt privity--kinds t) "\\_>")
       (1 font-lock-keyword-face) (2 font-lock-variable-name-face))
      ("\\_<at[ \t]+\\(least\\|most\\|once\\)\\_>" 1 font-lock-keyword-face)
      ("\\_<has[ \t]+\\(all\\)[ \t]+[A-Za-z(]" 1 font-lock-keyword-face)
      ("\\_<as[ \t]+\\(one[ \t]+area\\|home\\)\\_>" 1 font-lock-keyword-face)
      ("\\_<must[ \t]+\\(nothing\\)\\_>" 1 font-lock-constant-face)
      (privity--match-part 0 font-lock-keyword-face)
      (,(privity--matcher privity--effects) 0 font-lock-builtin-face)
      (,(privity--matcher '("any")) 0 font-lock-constant-face)
      (,(privity--matcher privity--reserved) 0 font-lock-keyword-face)
      (,(privity--matcher '("none" "yes" "no" "unknown") t) 0 font-lock-constant-face)
      ("\\_<[0-9]+\\(?:-[0-9]+-[0-9]+\\)?\\_>" . font-lock-constant-face)))
  "Colours of `privity-mode'.")

;;;###autoload
(define-derived-mode privity-mode prog-mode "Privity"
  "Major mode for privacy policies written in Privity."
  (setq-local comment-start "// ")
  (setq-local comment-start-skip "//+ *")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local fill-column 100)
  (setq-local parse-sexp-lookup-properties t)
  (setq-local syntax-propertize-function #'privity--syntax-propertize)
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
