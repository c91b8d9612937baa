/** A parameter decorator that also says in the document what it reads. */
export const documentParameter =
  (reads: ParameterDecorator, says: MethodDecorator): ParameterDecorator =>
  (target, key, index) => {
    reads(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor) says(target, key, descriptor);
  };
