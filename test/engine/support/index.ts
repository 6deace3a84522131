export { n8nMajor } from './major';
export { createNodeType, createStartNode, type StartItem, type TestFile } from './helper-nodes';
export { runNode, type NodeOptions, type NodeResult } from './node';
export { runAsTool, type ToolOptions, type ToolResult } from './tool';
export type { NodeRun, WorkflowRecord } from './record';
export { runWorkflow, startWorkflow, type RunningWorkflow, type WorkflowOptions } from './workflow';
export { logPosition, logsSince } from './logs';
export { turns } from './turns';
