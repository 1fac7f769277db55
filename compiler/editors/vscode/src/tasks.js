// Tasks: `privity check` and `privity test` with the findings in the problems panel.

'use strict';

const vscode = require('vscode');

/** @param {() => string | undefined} command @returns {vscode.TaskProvider} */
function tasks(command) {
  const make = (/** @type {vscode.TaskDefinition} */ definition) => {
    const args = [definition.command, definition.path ?? '.', '--output', 'concise'];
    const execution = new vscode.ProcessExecution(command() ?? 'privity', args);
    const task = new vscode.Task(definition, vscode.TaskScope.Workspace, definition.command, 'privity', execution, '$privity');
    task.group = definition.command === 'test' ? vscode.TaskGroup.Test : vscode.TaskGroup.Build;
    return task;
  };
  return {
    provideTasks: () => ['check', 'test'].map((word) => make({ type: 'privity', command: word })),
    resolveTask: (task) => make(task.definition),
  };
}

module.exports = { tasks };
