/**
 * Tollgate as a library: run, judge, promote and verify suites, and the contracts for pipelines, providers and
 * optimizations of one's own. Nothing here prints or exits.
 */
export {
  BudgetExceededError,
  ConfigurationError,
  NotPassedError,
  type Problem,
  RunFailedError,
  TollgateError,
} from './core/errors.ts';
export type { Message, Part, Segment, ToolDefinition } from './core/message.ts';
export { textSegment } from './core/message.ts';
export type { CallContext, Decision, Middleware, ModelCall, Purpose } from './core/middleware.ts';
export type {
  CallStep,
  PipelineFunction,
  PipelineInput,
  PipelineOutput,
  Variables,
} from './core/pipeline.ts';
export type { ChatRequest, ChatResponse, ModelRequest, ModelResponse } from './core/request.ts';
export { ModelCallError } from './core/request.ts';
export type { Usage } from './core/usage.ts';
export type { GateResult, Interval, Verdict, VerdictKind } from './core/verdict.ts';
export type { Evidence } from './experiment/evidence.ts';
export { judge } from './experiment/judge/judge.ts';
export { type MutateRequest, type MutationReport, mutateSuite } from './experiment/mutate.ts';
export { measureNoise, type NoiseReport, type NoiseRequest } from './experiment/noise.ts';
export { type PlanRequest, planSuite, type SuitePlan } from './experiment/plan-suite.ts';
export { type Promoted, type PromotionRequest, promote } from './experiment/promote.ts';
export { rollback } from './experiment/promotion-ledger.ts';
export type { Progress } from './experiment/run-arm.ts';
export { type Verification, verifyLockFile } from './experiment/verify.ts';
export type { Provider } from './providers/provider.ts';
export type { Report } from './reports/report.ts';
export { loadSuite } from './suite/load-suite.ts';
export type { Suite } from './suite/suite.ts';
export { promoteStack, type RunRequest, type RunResult, runSuite, type StackResult } from './workbench.ts';
