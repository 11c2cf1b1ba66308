export {
  COUNTING_REASONS,
  type CountedAs,
  type CountedEvent,
  type Counting,
  type CountingReason,
  countEvents,
  tally,
} from './counting.ts'
export {
  checkTarget,
  DEFAULT_LIGHTS,
  type LightRule,
  type PaceQuestion,
  type Reading,
  type Target,
} from './definition.ts'
export { explainPace, PACING_MESSAGES } from './explain.ts'
export type { Light } from './light.ts'
export { type ExpectedEnd, type Pace, type PaceUnknown, pace } from './pace.ts'
export { type PacePoint, paceSeries } from './series.ts'
