export { createNodeType, createStartNode, type StartItem } from './helper-nodes';
export { runNode, type NodeOptions, type NodeResult } from './node';
export { runAsTool, type ToolOptions } from './tool';
export { runWorkflow, turns } from './workflow';
export { logs } from './logs';
