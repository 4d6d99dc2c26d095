"""what a CV says waits for the person's yes; deep links that tie a chat to a file"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import backend.database

revision = 'conv'
down_revision = 'agenda_rules'
branch_labels = None
depends_on = None

text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.add_column('line', sa.Column('name', text(length=80), nullable=False, server_default=''))
    op.add_column('document', sa.Column('found', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('document', sa.Column('reading', text(length=20), nullable=False, server_default=''))
    op.create_table('start_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('token', text(length=40), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', backend.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('used_at', backend.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_start_link_candidate_id')),
    sa.ForeignKeyConstraint(['made_by'], ['adviser.id'], name=op.f('fk_start_link_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_start_link')),
    sa.UniqueConstraint('token', name=op.f('uq_start_link_token'))
    )
    op.create_index(op.f('ix_start_link_candidate_id'), 'start_link', ['candidate_id'], unique=False)


def downgrade() -> None:
    op.drop_table('start_link')
    with op.batch_alter_table('document') as document:
        document.drop_column('reading')
        document.drop_column('found')
    with op.batch_alter_table('line') as line:
        line.drop_column('name')
