/** The part of npm `ipp` 2.0.1 used here; the package brings no types. */
declare module 'ipp' {
  export interface IppMessage {
    version: string;
    operation: string;
    /** A random one when left out. */
    id?: number;
    'operation-attributes-tag': Record<string, string | number | boolean | readonly string[]>;
    data?: Uint8Array;
  }

  /** Names by number: `lookup[3]` is `idle` in the enum `printer-state`. */
  interface Names {
    readonly lookup: Readonly<Record<number, string | undefined>>;
  }

  const ipp: {
    serialize(message: IppMessage): Buffer;
    readonly statusCodes: Names;
    readonly enums: Readonly<Record<string, Names | undefined>>;
  };
  export default ipp;
}
