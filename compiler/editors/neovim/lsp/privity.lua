-- The language server of Privity, for Neovim 0.11 and later: put this folder on the runtime path, then `vim.lsp.enable('privity')`.
return {
  cmd = { 'privity', 'lsp' },
  filetypes = { 'privity' },
  root_markers = { 'privity.toml', 'policy.privity', '.git' },
}
