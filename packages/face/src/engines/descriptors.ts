/** What the values of a descriptor mean: how far two are apart, and whether their length counts. */
export interface DescriptorSpace {
  readonly normalisation: 'none' | 'l2';
  readonly distance: 'euclidean' | 'cosine';
}

/** The mean of descriptors of one person: what their pictures have in common. A new array. */
export function fuse(descriptors: readonly Float32Array[], { normalisation }: DescriptorSpace): Float32Array {
  const mean = new Float32Array(descriptors[0]?.length ?? 0);
  for (const descriptor of descriptors) {
    descriptor.forEach((value, index) => {
      mean[index] = (mean[index] ?? 0) + value / descriptors.length;
    });
  }
  return normalisation === 'l2' ? scaleToUnit(mean) : mean;
}

/** 0 = the same; what is larger is less alike. NaN where one of them holds a NaN, which no threshold lets through. */
export function distanceBetween(one: Float32Array, other: Float32Array, { distance }: DescriptorSpace): number {
  if (distance === 'cosine') return 1 - dot(one, other) / (Math.sqrt(dot(one, one)) * Math.sqrt(dot(other, other)));
  return Math.sqrt(one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0));
}

/** Brings a descriptor to length 1, in place. */
export function scaleToUnit(descriptor: Float32Array): Float32Array {
  const length = Math.sqrt(dot(descriptor, descriptor));
  descriptor.forEach((value, index) => {
    descriptor[index] = value / length;
  });
  return descriptor;
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
