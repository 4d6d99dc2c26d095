"""invitations carry no link: deep links are an adviser's own"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "invitation_without_token"
down_revision = "contact_of_address"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("first_invitation") as invitation:
        invitation.drop_constraint("uq_first_invitation_token", type_="unique")
        invitation.drop_column("token")


def downgrade() -> None:
    with op.batch_alter_table("first_invitation") as invitation:
        invitation.add_column(sa.Column("token", sa.String(length=40), nullable=True))
    rows = sa.table("first_invitation", sa.column("id", sa.Integer), sa.column("token", sa.String))
    for (row,) in op.get_bind().execute(sa.select(rows.c.id)).all():
        op.execute(rows.update().where(rows.c.id == row).values(token=secrets.token_urlsafe(16)))
    with op.batch_alter_table("first_invitation") as invitation:
        invitation.alter_column("token", existing_type=sa.String(length=40), nullable=False)
        invitation.create_unique_constraint("uq_first_invitation_token", ["token"])
