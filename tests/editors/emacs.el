;;; emacs.el --- Emacs opens the Mi Home policy, breaks it, mends it, asks, renames and formats  -*- lexical-binding: t -*-

;; Run by `run.sh', which sets POLICY (a copy of the policy), EDITORS (compiler/editors) and PRIVITY (the command).

(package-initialize)
(require 'cl-lib)
(require 'eglot)
(load (expand-file-name "emacs/privity-mode.el" (getenv "EDITORS")) nil t)

(defvar policy (getenv "POLICY"))
(setq privity-command (getenv "PRIVITY")
      eglot-sync-connect 30
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil
      create-lockfiles nil
      flymake-no-changes-timeout 0.1)

(defun fail (name why)
  (message "emacs: %s: FAILED\n  %s" name why)
  (kill-emacs 1))

(defmacro step (name &rest body)
  "Check that BODY holds, which is called NAME."
  (declare (indent 1))
  `(condition-case why
       (progn ,@body (message "emacs: %s: ok" ,name))
     (error (fail ,name (error-message-string why)))))

(defun must (what holds)
  (unless holds (error "not so: %s" what)))

(defun wait-for (what reached)
  "Wait until REACHED gives something, at most 30 seconds."
  ;; Without a person nothing is ever idle, which is when eglot tells of changes.
  (eglot--signal-textDocument/didChange)
  (let ((end (time-add nil 30)) (result nil))
    (while (and (not (setq result (funcall reached))) (time-less-p nil end))
      (accept-process-output nil 0.05)
      (flymake-start))
    (or result (error "%s did not come" what))))

(defun errors ()
  (cl-remove-if-not (lambda (found) (memq (flymake-diagnostic-type found) '(eglot-error :error)))
                    (flymake-diagnostics)))

(defun go (words &optional further)
  (goto-char (point-min))
  (search-forward words)
  (goto-char (+ (match-beginning 0) (or further 0))))

(find-file (expand-file-name "sharing.privity" policy))
(defvar original (buffer-string))

(step "the mode knows colours and indentation"
  (must "the mode" (eq major-mode 'privity-mode))
  (font-lock-ensure)
  (go "permit share")
  (must "a colour" (get-text-property (point) 'face))
  (dolist (file (directory-files-recursively policy "\\.privity\\'"))
    (with-temp-buffer
      (insert-file-contents file)
      (privity-mode)
      (let ((formatted (buffer-string)) (inhibit-message t))
        (indent-region (point-min) (point-max))
        (must (concat "indentation is that of the formatter in " file)
              (equal (buffer-string) formatted))))))

(step "the server starts"
  (apply #'eglot--connect (append (eglot--guess-contact) nil))
  (must "a server" (eglot-current-server))
  (must "no mistakes" (null (errors))))

(step "a mistake is shown"
  (go "to ecosystem_company" 3)
  (delete-char 9)
  (insert "ecosytem")
  (let ((found (car (wait-for "the finding" #'errors))))
    (must "its words" (string-match-p "ecosytem_company" (flymake-diagnostic-text found)))
    (must "its place" (= (flymake-diagnostic-beg found) (- (point) 8)))))

(step "its repair is applied"
  (goto-char (flymake-diagnostic-beg (car (errors))))
  (let* ((actions (eglot-code-actions (point) (1+ (point)) "quickfix"))
         (wanted (cl-find-if (lambda (action) (string-match-p "ecosystem_company" (plist-get action :title)))
                             actions)))
    (must "a repair" wanted)
    (eglot--apply-workspace-edit (plist-get wanted :edit)))
  (must "the text as before" (equal (buffer-string) original))
  (wait-for "the end of the finding" (lambda () (null (errors)))))

(step "formatting puts everything where it belongs"
  (go "to ecosystem_company")
  (insert "\n        ")
  (end-of-line)
  (insert "   ")
  (eglot-format-buffer)
  (must "the text as before" (equal (buffer-string) original)))

(step "hover tells what a name is"
  (go "to ecosystem_company" 5)
  ;; Behind a change the names of the text are known after a moment.
  (wait-for "a hover with the kind of the name"
            (lambda ()
              (let ((hover (format "%S" (jsonrpc-request (eglot-current-server) :textDocument/hover
                                                         (eglot--TextDocumentPositionParams)))))
                (and (string-match-p "ecosystem_company" hover) (string-match-p "party" hover))))))

(step "a name leads to its declaration"
  (go "to ecosystem_company" 5)
  (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
    (must "one place" (= 1 (length found)))
    (must "in the vocabulary"
          (string-match-p "vocabulary" (xref-location-group (xref-item-location (car found)))))))

(step "a name of the standard library leads there, and from there back"
  (go "share held_data")
  (let* ((eglot-extend-to-xref t)
         (found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))
         (here (current-buffer)))
    (must "one place" (= 1 (length found)))
    (find-file (xref-location-group (xref-item-location (car found))))
    (must "a file of the library" (string-match-p "/privity/stdlib-.*/actions\\.privity\\'" buffer-file-name))
    (must "not to be changed" buffer-read-only)
    (go "share means")
    (must "its uses"
          (cl-some (lambda (use) (string-match-p "sharing" (xref-location-group (xref-item-location use))))
                   (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot))))
    (must "no mistakes" (null (errors)))
    (switch-to-buffer here)))

(step "renaming reaches every file"
  (go "to ecosystem_company" 5)
  ;; Eglot asks before it changes files that are not open.
  (cl-letf (((symbol-function 'y-or-n-p) #'always))
    (eglot-rename "sister_company"))
  (save-some-buffers t)
  (must "the new name here" (string-match-p "to sister_company" (buffer-string)))
  (with-temp-buffer
    (dolist (file (directory-files-recursively policy "\\.privity\\'"))
      (insert-file-contents file)
      (goto-char (point-max)))
    (goto-char (point-min))
    (must "the old name nowhere" (not (re-search-forward "^[^/\n]*\\_<ecosystem_company\\_>" nil t))))
  (wait-for "a policy without mistakes" (lambda () (null (errors)))))

(eglot-shutdown (eglot-current-server))
;;; emacs.el ends here
