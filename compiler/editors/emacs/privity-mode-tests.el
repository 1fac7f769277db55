;;; privity-mode-tests.el --- Tests of privity-mode  -*- lexical-binding: t -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; emacs --batch -Q -l compiler/editors/emacs/privity-mode-tests.el -f ert-run-tests-batch-and-exit
;;
;; PRIVITY may name the command `privity'; then `indentation.privity' is shown
;; to be formatted.

;;; Code:

(require 'ert)

(defconst privity-tests--here (file-name-directory (or load-file-name buffer-file-name)))
(defconst privity-tests--repository (expand-file-name "../../../" privity-tests--here))

(load (expand-file-name "privity-mode.el" privity-tests--here) nil t)

;;; Indentation

(defun privity-tests--indented (text)
  "TEXT as it is once its lines are indented."
  (with-temp-buffer
    (insert text)
    (privity-mode)
    (let ((inhibit-message t))
      (indent-region (point-min) (point-max)))
    (buffer-string)))

(defun privity-tests--flat (text)
  "TEXT without any indentation, but for comments, whose place is a choice."
  (replace-regexp-in-string "^[ \t]+\\([^/ \t\n]\\)" "\\1" text))

(defun privity-tests--at-column-after (text)
  "The column of a line that is begun below TEXT."
  (with-temp-buffer
    (insert text)
    (privity-mode)
    (insert "\n")
    (privity-indent-line)
    (current-column)))

(ert-deftest privity-every-file-is-indented-as-it-is-formatted ()
  (let ((files (append (directory-files-recursively
                        (expand-file-name "policies" privity-tests--repository) "\\.privity\\'")
                       (directory-files-recursively
                        (expand-file-name "stdlib" privity-tests--repository) "\\.privity\\'"))))
    (should (>= (length files) 60))
    (dolist (file files)
      (let ((formatted (with-temp-buffer (insert-file-contents file) (buffer-string))))
        (ert-info (file)
          (should (equal (privity-tests--indented formatted) formatted))
          (unless (string-match-p "^ +//" formatted)
            (should (equal (privity-tests--indented (privity-tests--flat formatted)) formatted))))))))

(ert-deftest privity-every-sort-of-line-is-indented-as-it-is-formatted ()
  (let* ((file (expand-file-name "indentation.privity" privity-tests--here))
         (formatted (with-temp-buffer (insert-file-contents file) (buffer-string))))
    (should (equal (privity-tests--indented formatted) formatted))
    (should (equal (privity-tests--indented (privity-tests--flat formatted)) formatted))
    (when-let ((command (getenv "PRIVITY")))
      (with-temp-buffer
        (call-process command nil t nil "fmt" "--check" file)
        (should (equal (buffer-string) ""))))))

(ert-deftest privity-a-brace-behind-the-last-clause-of-a-law-is-one-of-items ()
  (let ((text "law letters \"Letters act\"
  default permit
  cite \"Section 1\" {
  fact known is flag
  permit use address
    when known
}
"))
    (should (equal (privity-tests--indented (privity-tests--flat text)) text))))

(ert-deftest privity-a-new-line-is-where-it-will-be-written ()
  (should (= (privity-tests--at-column-after "permit use address") 2))
  (should (= (privity-tests--at-column-after "permit use address\n  to courier") 2))
  (should (= (privity-tests--at-column-after "permit use address,") 4))
  (should (= (privity-tests--at-column-after "rule a") 0))
  (should (= (privity-tests--at-column-after "import a.b") 0))
  (should (= (privity-tests--at-column-after "permit use address\n") 0))
  (should (= (privity-tests--at-column-after "section s {") 2))
  (should (= (privity-tests--at-column-after "section s {\n  for delivery") 2))
  (should (= (privity-tests--at-column-after "section s {\n  permit use address") 4))
  (should (= (privity-tests--at-column-after "data {\n  a {") 4))
  (should (= (privity-tests--at-column-after "data {\n  a\n}") 0)))

;;; Colours

(defun privity-tests--faces (text &rest words)
  "The faces of WORDS in TEXT, each looked for behind the one before."
  (with-temp-buffer
    (insert text)
    (privity-mode)
    (font-lock-ensure)
    (goto-char (point-min))
    (let ((case-fold-search nil))
      (mapcar (lambda (word)
                (re-search-forward (concat "\\_<" (regexp-quote word) "\\_>"))
                (let ((face (get-text-property (match-beginning 0) 'face)))
                  (and face (intern (string-remove-suffix "-face" (string-remove-prefix "font-lock-" (symbol-name face)))))))
              words))))

(ert-deftest privity-what-a-request-is-asked-about-has-one-colour ()
  (should (equal (privity-tests--faces "  given date is 2021-01-01 and home is DE and data is this data"
                                       "date" "home" "data" "this" "data")
                 '(variable-name variable-name variable-name keyword variable-name)))
  (should (equal (privity-tests--faces "default subject is customer" "default" "subject" "customer")
                 '(keyword variable-name nil))))

(ert-deftest privity-a-type-is-one-behind-the-name-of-a-fact-only ()
  (should (equal (privity-tests--faces "fact f is date\n  when a is number" "f" "date" "number")
                 '(function-name type nil)))
  (should (equal (privity-tests--faces "fact f is asserted flag closed" "asserted" "flag" "closed")
                 '(keyword type keyword)))
  (should (equal (privity-tests--faces "fact f is set of party default any" "set" "party" "default" "any")
                 '(type type keyword constant)))
  (should (equal (privity-tests--faces "fact f is number of years between 0 and 16 years default no"
                                       "number" "of" "years" "between" "0" "and" "years" "default" "no")
                 '(type type type keyword constant keyword type keyword constant))))

(ert-deftest privity-every-verdict-has-the-same-colour ()
  (dolist (verdict '("permit" "deny" "not applicable"))
    (should (equal (privity-tests--faces (format "test \"t\"\n  expect %s by a" verdict) "expect" verdict "by" "a")
                   '(keyword constant keyword nil))))
  (should (equal (privity-tests--faces "law l \"L\"\n  default permit\n" "default" "permit") '(keyword constant))))

(ert-deftest privity-words-behind-the-beginning-of-an-item-are-not-declared ()
  (should (equal (privity-tests--faces "assume must a counts as b" "assume" "must" "a" "counts" "as")
                 '(keyword keyword nil keyword keyword)))
  (should (equal (privity-tests--faces "assume not a" "assume" "not" "a") '(keyword keyword nil)))
  (should (equal (privity-tests--faces "rule a\npermit use b" "rule" "a" "permit" "b") '(keyword function-name builtin nil))))

(ert-deftest privity-anchors-have-words-of-their-own ()
  (should (equal (privity-tests--faces
                  "source s \"S\" {\n  digest \"H\" paragraph 1 sentences 2 to 3 digest \"sha256:00\"\n}"
                  "digest" "paragraph" "1" "sentences" "to" "digest")
                 '(nil keyword constant keyword keyword keyword))))

(ert-deftest privity-nodes-may-be-called-like-words-of-other-places ()
  (should (equal (privity-tests--faces "data {\n  version member { reading }\n  within under every\n}"
                                       "data" "version" "member" "reading" "within" "under" "every")
                 '(keyword nil nil nil nil keyword nil)))
  (should (equal (privity-tests--faces "duty {\n  notify(party) keep(duration at least) x(ordered a, date)\n}"
                                       "notify" "party" "duration" "ordered" "date")
                 '(nil type type type nil)))
  (should (equal (privity-tests--faces "ambiguity a \"b\"\n  reading counts default \"c\"" "reading" "counts" "default")
                 '(keyword nil keyword))))

(ert-deftest privity-the-manner-of-a-duty-has-words-of-its-own ()
  (should (equal (privity-tests--faces "  must every within 3 days before closing through within"
                                       "must" "every" "within" "days" "before" "closing" "through" "within")
                 '(keyword nil keyword type keyword nil keyword nil)))
  (should (equal (privity-tests--faces "permit use within, through" "within" "through") '(nil nil))))

(ert-deftest privity-a-text-ends-with-its-line ()
  (should (equal (privity-tests--faces "permit use a\n  cite \"abc\n  to b // \"c\n  for d \"e\\\"f\" kind g"
                                       "cite" "abc" "to" "b" "c" "for" "e" "kind")
                 '(keyword string keyword nil comment keyword string keyword))))

(provide 'privity-mode-tests)
;;; privity-mode-tests.el ends here
