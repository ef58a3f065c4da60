import type { AnalysedFace, FaceAnalysis } from '../analysis/faceAnalysis.ts';
import type { Point } from '../geometry/similarityTransform.ts';
import { placeHead } from './composePhoto.ts';
import { frameTransform, mapPoints, readHead } from './frame.ts';
import type { PhotoAdvice } from './photoAdvice.ts';
import type { PhotoProfile } from './photoProfile.ts';

/** What the guide remembers from frame to frame. */
export interface GuideMemory {
  /** What the citizen reads now; undefined = nothing to mend. */
  readonly shown: PhotoAdvice | undefined;
  /** What would take its place, and for how many frames it would have. */
  readonly next: PhotoAdvice | undefined;
  readonly waited: number;
  /** Frames in a row with nothing to mend. */
  readonly good: number;
}

export interface Guidance {
  /** The one thing to do now. */
  readonly advice?: PhotoAdvice;
  /** Nothing to mend for long enough: take the photo now. */
  readonly ready: boolean;
  readonly memory: GuideMemory;
}

/** Before the first frame: whoever it is, they have not been seen yet. */
export const NEW_GUIDE: GuideMemory = { shown: 'come-into-view', next: undefined, waited: 0, good: 0 };

/** Frames another advice must be the worst before it is shown: 0.3 s at ten a second, so that a blink says nothing. */
const FRAMES_TO_CHANGE = 3;
/** Frames without anything to mend before the photo is taken. */
const FRAMES_TO_BE_READY = 4;
/** What is being mended counts as mended only when it is this much better than its limit. */
const CLEARLY = 0.9;

/** A second face this wide beside the first stands at the machine. As in `judgePhoto`. */
const BYSTANDER_WIDTH = 0.45;
const MAX_ENLARGEMENT = 1.25;
/** Height of the hair over the eyes in face widths, where it is not measured live: that of most people. */
const USUAL_HAIR = 0.8;
/** Part of the photo's height or width that may lie outside of the camera's picture. */
const MAX_OUTSIDE = 0.02;

/**
 * One piece of advice for a live frame. Cheap: nothing but the analysis that is made of every frame anyway. Its limits
 * are those of the gate or a little tighter, since the photo is taken a moment later; what only pixels tell (background,
 * noise, glare) the gate says afterwards. Give `memory` of the frame before.
 */
export function guideFrame(analysis: FaceAnalysis, profile: PhotoProfile, memory: GuideMemory = NEW_GUIDE): Guidance {
  const wrong = findWrong(analysis, profile, memory.shown);
  if (wrong === memory.shown) {
    const good = wrong === undefined ? memory.good + 1 : 0;
    return guidance({ shown: wrong, next: undefined, waited: 0, good });
  }
  const waited = memory.waited > 0 && memory.next === wrong ? memory.waited + 1 : 1;
  if (waited >= FRAMES_TO_CHANGE) return guidance({ shown: wrong, next: undefined, waited: 0, good: 0 });
  return guidance({ shown: memory.shown, next: wrong, waited, good: 0 });
}

function guidance(memory: GuideMemory): Guidance {
  const { shown } = memory;
  return { ...(shown ? { advice: shown } : {}), ready: !shown && memory.good >= FRAMES_TO_BE_READY, memory };
}

/** The first thing that is wrong; for `shown` the limits are tighter. */
function findWrong(analysis: FaceAnalysis, profile: PhotoProfile, shown: PhotoAdvice | undefined) {
  const { boxes, face } = analysis;
  const [first, second] = boxes;
  if (!first || !face) return 'come-into-view';
  if (second && second.width >= first.width * BYSTANDER_WIDTH) return 'one-person-only';
  const found = howFarOff(face, analysis, profile).find(([advice, off]) => off > (advice === shown ? CLEARLY : 1));
  return found?.[0];
}

/** How far each thing is on the way to its limit, 1 = there. In the order in which to mend them. */
function howFarOff(
  { landmarks, pose, quality }: AnalysedFace,
  frame: { readonly width: number; readonly height: number },
  profile: PhotoProfile,
): readonly (readonly [PhotoAdvice, number])[] {
  const room = findRoom(landmarks, frame, profile);
  const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
  const gap = Math.hypot(at(62).x - at(66).x, at(62).y - at(66).y);
  const mouth = Math.max(Math.hypot(at(48).x - at(54).x, at(48).y - at(54).y), 1);
  return [
    ['come-closer', room.enlargement / MAX_ENLARGEMENT],
    ['step-back', Math.max(room.below, Math.min(room.left, room.right)) / MAX_OUTSIDE],
    ['move-to-middle', Math.max(room.left, room.right) / MAX_OUTSIDE],
    ['whole-head', room.above / MAX_OUTSIDE],
    ['head-upright', Math.abs(pose.rollDegrees) / 9],
    ['look-straight', Math.abs(pose.turn) / 0.18],
    ['chin-level', Math.abs(pose.nod - 0.6) / 0.17],
    ['more-light', 70 / Math.max(quality.luminance, 1)],
    ['less-light', Math.max(quality.burnt / 0.02, quality.luminance / 215)],
    ['even-light', 0.7 / Math.max(quality.evenness, 0.01)],
    ['take-dark-glasses-off', 0.45 / Math.max(quality.eyesToCheeks, 0.01)],
    ['open-eyes', quality.pupilsToCheeks / 0.75],
    ['close-mouth', gap / mouth / 0.1],
    ['hold-still', 0.009 / Math.max(quality.sharpness, 1e-6)],
  ];
}

/** Parts of the photo's height and width that would lie outside of the camera's picture, were it taken now. */
function findRoom(
  landmarks: readonly Point[],
  { width, height }: { readonly width: number; readonly height: number },
  profile: PhotoProfile,
) {
  const head = readHead(landmarks);
  const { faceWidth, eyesY } = placeHead(USUAL_HAIR, profile);
  const { size } = profile;
  const transform = frameTransform({ ...head, rollRadians: 0 }, { x: size.width / 2, y: eyesY }, faceWidth);
  const [topLeft = { x: 0, y: 0 }, bottomRight = { x: 0, y: 0 }] = mapPoints(
    [
      { x: 0, y: 0 },
      { x: size.width, y: size.height },
    ],
    transform,
  );
  const across = bottomRight.x - topLeft.x;
  const down = bottomRight.y - topLeft.y;
  return {
    enlargement: faceWidth / head.faceWidth,
    left: -topLeft.x / across,
    right: (bottomRight.x - width) / across,
    above: -topLeft.y / down,
    below: (bottomRight.y - height) / down,
  };
}
