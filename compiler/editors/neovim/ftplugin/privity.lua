-- How files of Privity are edited: two columns a step, `//` before a comment, colours from tree-sitter where the parser is installed.
vim.bo.commentstring = '// %s'
vim.bo.comments = ':///,://'
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.tabstop = 2
vim.bo.textwidth = 100
vim.b.undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< tabstop< textwidth<'

if pcall(vim.treesitter.start) then
  vim.wo.foldmethod = 'expr'
  vim.wo.foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  vim.wo.foldlevel = 99
end
