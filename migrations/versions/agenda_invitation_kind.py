"""invitations to the Apec beside those to the workshops"""

import sqlalchemy as sa
from alembic import op

revision = "agenda_invitation_kind"
down_revision = "place_offer_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_invitation") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="workshop"))
    with op.batch_alter_table("agenda_invitation") as batch:
        batch.alter_column("kind", server_default=None, existing_type=sa.String(length=20), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("agenda_invitation") as batch:
        batch.drop_column("kind")
