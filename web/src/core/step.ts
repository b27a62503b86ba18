/** What a machine returns: the next state, and what the edge shall do. Never does it. */
import type { Effect } from "./effect.ts";

export type Step<S> = { readonly state: S; readonly effects: readonly Effect[] };

export const to = <S>(state: S, ...effects: readonly Effect[]): Step<S> => ({ state, effects });

/** Adds effects after those of a step. */
export const also = <S>(step: Step<S>, ...effects: readonly Effect[]): Step<S> => ({ state: step.state, effects: [...step.effects, ...effects] });

/** Puts the state of an inner machine into an outer one. */
export const within = <A, B>(step: Step<A>, wrap: (state: A) => B): Step<B> => ({ state: wrap(step.state), effects: step.effects });
