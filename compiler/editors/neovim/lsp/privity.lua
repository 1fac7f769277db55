-- The language server of Privity, for Neovim 0.11 and later: put this folder on the runtime path, then `vim.lsp.enable('privity')`.
local markers = { 'privity.toml', 'policy.privity', '.git' }

return {
  cmd = { 'privity', 'lsp' },
  filetypes = { 'privity' },
  root_dir = function(buffer, is)
    -- A file of the standard library, which the server leaves in the user's cache, is part of the policy that led there.
    local of_library = vim.fs.normalize(vim.api.nvim_buf_get_name(buffer)):find('/privity/stdlib-', 1, true)
    local running = of_library and vim.lsp.get_clients({ name = 'privity' })[1]
    is(running and running.root_dir or vim.fs.root(buffer, markers))
  end,
}
