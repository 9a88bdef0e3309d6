export interface OrganisationView {
  id: string;
  name: string;
  founded_at: string;
  viewport: { x: number; y: number; zoom: number };
}
