/** The part of npm `ipp` 2.0.1 used here; the package brings no types. */
declare module 'ipp' {
  export type IppValue =
    | string
    | number
    | boolean
    | undefined
    | readonly IppValue[]
    | { readonly [key: string]: IppValue };
  export type IppGroup = Readonly<Record<string, IppValue>>;

  export interface IppMessage {
    version: string;
    operation: string;
    id?: number | null;
    'operation-attributes-tag': Record<string, string | number | readonly string[]>;
    data?: Uint8Array;
  }

  export interface IppResponse {
    readonly version: string;
    readonly statusCode?: string;
    readonly 'operation-attributes-tag'?: IppGroup;
    /** An array when the response holds several groups of the kind. */
    readonly 'printer-attributes-tag'?: IppGroup | readonly IppGroup[];
    readonly 'job-attributes-tag'?: IppGroup | readonly IppGroup[];
  }

  interface Parse {
    (message: Uint8Array): IppResponse;
    /** Called for value tags the package does not know, such as out-of-band `no-value`; by default it prints a line. */
    handleUnknownTag: (tag: number, name: string, length: number, read: (length: number) => string) => IppValue;
  }

  const ipp: { readonly parse: Parse; serialize(message: IppMessage): Buffer };
  export default ipp;
}
