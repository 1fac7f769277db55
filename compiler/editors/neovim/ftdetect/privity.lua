vim.filetype.add({ extension = { privity = 'privity' } })
