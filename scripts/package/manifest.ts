import { z } from 'zod';

const command = z.object({ title: z.string(), description: z.string() }).passthrough();

/** The parts of a manifest that our own checks read; the schema of Teams checks everything else. */
const manifestSchema = z
  .object({
    manifestVersion: z.string(),
    version: z.string(),
    id: z.string(),
    developer: z
      .object({
        name: z.string(),
        mpnId: z.string().optional(),
        websiteUrl: z.string(),
        privacyUrl: z.string(),
        termsOfUseUrl: z.string(),
      })
      .passthrough(),
    name: z.object({ short: z.string(), full: z.string() }).passthrough(),
    description: z.object({ short: z.string(), full: z.string() }).passthrough(),
    icons: z.object({ color: z.string(), outline: z.string() }).passthrough(),
    bots: z
      .array(
        z
          .object({
            botId: z.string(),
            commandLists: z.array(z.object({ scopes: z.array(z.string()), commands: z.array(command) })),
          })
          .passthrough(),
      )
      .length(1),
    composeExtensions: z.array(z.object({ botId: z.string() }).passthrough()),
    validDomains: z.array(z.string()),
    webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).passthrough(),
    localizationInfo: z.object({
      defaultLanguageTag: z.string(),
      additionalLanguages: z.array(z.object({ languageTag: z.string(), file: z.string() })),
    }),
    publisherDocsUrl: z.string(),
  })
  .passthrough();

/** A manifest whose placeholders are filled. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a manifest; what is missing or of the wrong kind is said in words. */
export function readManifest(json: unknown): { manifest: Manifest } | { faults: string[] } {
  const read = manifestSchema.safeParse(json);
  if (read.success) return { manifest: read.data };
  return { faults: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}
