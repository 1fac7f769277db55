-- Neovim opens the Mi Home policy, breaks it, sees the finding, mends it, asks about names, renames and formats.
-- Run by `run.sh`, which sets POLICY (a copy of the policy), EDITORS (compiler/editors) and PRIVITY (the command).

local policy, editors, privity = vim.env.POLICY, vim.env.EDITORS, vim.env.PRIVITY
local file = policy .. '/sharing.privity'

local function step(name, check)
  local done, why = pcall(check)
  if not done then
    io.stderr:write(('neovim: %s: FAILED\n  %s\n'):format(name, why))
    vim.cmd('cquit 1')
  end
  io.stdout:write(('neovim: %s: ok\n'):format(name))
end

local function wait(what, reached)
  assert(vim.wait(30000, reached, 10), what .. ' did not come')
end

vim.opt.runtimepath:prepend(editors .. '/neovim')
vim.opt.runtimepath:prepend(vim.env.PARSER)
vim.cmd('runtime! ftdetect/*.lua')
vim.cmd('filetype plugin on')
vim.lsp.config('privity', { cmd = { privity, 'lsp' } })
vim.lsp.enable('privity')
vim.cmd.edit(file)
local buffer = vim.api.nvim_get_current_buf()

local function lines()
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

-- The first place of some words, as row and column from 0.
local function place(words, from)
  for row, line in ipairs(lines()) do
    local column = row > (from or 0) and line:find(words, 1, true)
    if column then return row - 1, column - 1 end
  end
  error('no ' .. words)
end

local function go(row, column)
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
end

local function errors()
  return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
end

local function client()
  return vim.lsp.get_clients({ bufnr = buffer })[1]
end

local function ask(method, extra)
  local parameters = vim.lsp.util.make_position_params(0, client().offset_encoding)
  local answer = assert(client():request_sync(method, vim.tbl_extend('force', parameters, extra or {}), 30000, buffer))
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

local original = lines()

step('the server starts', function()
  wait('the server', function() return client() and client().initialized end)
  assert(vim.bo.filetype == 'privity' and vim.bo.commentstring == '// %s')
  assert(#errors() == 0, vim.inspect(errors()))
end)

step('tree-sitter colours the text', function()
  local row, column = place('permit share')
  local names = {}
  for _, capture in ipairs(vim.treesitter.get_captures_at_pos(buffer, row, column)) do
    names[capture.capture] = true
  end
  assert(names['keyword.modifier'], vim.inspect(names))
  assert(not vim.treesitter.get_parser(buffer):parse()[1]:root():has_error())
end)

step('a mistake is shown', function()
  local row, column = place('to ecosystem_company')
  vim.api.nvim_buf_set_text(buffer, row, column + 3, row, column + 12, { 'ecosytem' })
  wait('the finding', function() return #errors() == 1 end)
  local found = errors()[1]
  assert(found.code == 'P0201' and found.lnum == row and found.col == column + 3, vim.inspect(found))
  assert(found.message:find('ecosytem_company', 1, true), found.message)
end)

step('its repair is applied', function()
  local found = errors()[1]
  go(found.lnum, found.col)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return action.kind == 'quickfix' and action.title:find('ecosystem_company', 1, true) ~= nil end,
  })
  wait('the repair', function() return vim.deep_equal(lines(), original) end)
  wait('the end of the finding', function() return #errors() == 0 end)
end)

step('formatting puts everything where it belongs', function()
  local row = place('to ecosystem_company')
  vim.api.nvim_buf_set_lines(buffer, row, row + 1, false, { '', '        to   ecosystem_company  ' })
  vim.lsp.buf.format({ timeout_ms = 30000 })
  assert(vim.deep_equal(lines(), original), 'the text differs from the formatted one')
end)

step('the right word is offered', function()
  local row, column = place('to ecosystem_company')
  go(row, column + 8)
  local answer = ask('textDocument/completion')
  local labels = vim.tbl_map(function(item) return item.label end, answer.items or answer)
  assert(vim.list_contains(vim.list_slice(labels, 1, 3), 'ecosystem_company'), vim.inspect(vim.list_slice(labels, 1, 5)))
end)

step('colours, hints and lenses come from the server', function()
  wait('semantic tokens', function()
    local row, column = place('to ecosystem_company')
    return #(vim.lsp.semantic_tokens.get_at_pos(buffer, row, column + 5) or {}) > 0
  end)
  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  wait('hints', function() return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0 end)
  vim.lsp.codelens.refresh({ bufnr = buffer })
  wait('lenses', function() return #vim.lsp.codelens.get(buffer) > 0 end)
end)

step('hover tells what a name is', function()
  local row, column = place('to ecosystem_company')
  go(row, column + 5)
  local hover = ask('textDocument/hover')
  local text = vim.inspect(hover)
  assert(text:find('ecosystem_company', 1, true) and text:find('party', 1, true), text)
end)

step('a lens tells what holds a permit back', function()
  local row = place('rule to_service_providers')
  wait('the lens', function()
    return vim.iter(vim.lsp.codelens.get(buffer)):any(function(lens) return lens.range.start.line == row and lens.command ~= nil end)
  end)
  local told
  vim.lsp.handlers['window/showMessage'] = function(_, result) told = result.message end
  go(row, 0)
  vim.lsp.codelens.run()
  wait('the answer', function() return told end)
  assert(told:find('held back by:\n- `', 1, true), told)
end)

step('a name leads to its declaration', function()
  local row, column = place('to ecosystem_company')
  go(row, column + 5)
  local found = ask('textDocument/definition')
  local first = vim.islist(found) and found[1] or found
  local uri = first.uri or first.targetUri
  assert(uri:find('vocabulary.privity', 1, true), vim.inspect(found))
end)

step('a name of the standard library leads there, and from there back', function()
  go(place('share held_data'))
  vim.lsp.buf.definition()
  wait('the library', function() return vim.api.nvim_buf_get_name(0):find('/privity/stdlib-', 1, true) ~= nil end)
  assert(vim.api.nvim_buf_get_name(0):find('actions.privity', 1, true) and vim.bo.readonly)
  local here = vim.api.nvim_get_current_buf()
  wait('the server', function() return #vim.lsp.get_clients({ bufnr = here }) == 1 end)
  assert(vim.lsp.get_clients({ bufnr = here })[1].id == client().id, 'another server was started')
  local uses = ask('textDocument/references', { context = { includeDeclaration = false } })
  local files = vim.tbl_map(function(use) return vim.fs.basename(use.uri) end, uses)
  assert(vim.list_contains(files, 'sharing.privity'), vim.inspect(files))
  assert(#vim.diagnostic.get(here) == 0, vim.inspect(vim.diagnostic.get(here)))
  vim.cmd.buffer(buffer)
end)

step('renaming reaches every file', function()
  local row, column = place('to ecosystem_company')
  go(row, column + 5)
  vim.lsp.buf.rename('sister_company')
  wait('the new name', function() return lines()[row + 1]:find('sister_company', 1, true) ~= nil end)
  local left = 0
  for _, other in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(other) then
      for _, line in ipairs(vim.api.nvim_buf_get_lines(other, 0, -1, false)) do
        if line:find('%f[%w_]ecosystem_company%f[^%w_]') and not line:find('^%s*//') then left = left + 1 end
      end
    end
  end
  assert(left == 0, left .. ' places have the old name')
  vim.cmd('silent wall')
  wait('a policy without mistakes', function() return #errors() == 0 end)
end)
